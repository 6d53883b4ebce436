-- What integrador_app may do, said anew after every migration.
GRANT USAGE ON SCHEMA public TO integrador_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO integrador_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO integrador_app;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO integrador_app;

-- The past is not the application's to change.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM integrador_app;
REVOKE ALL ON audit_link, audit_head, goose_db_version FROM integrador_app;
GRANT SELECT ON audit_link, audit_head, goose_db_version TO integrador_app;
