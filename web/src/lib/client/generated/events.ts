// Written by scripts/generate.mjs: change its source, not this file.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Actor: {
            /** Format: int64 */
            diner_id?: number;
            role: string;
            /** Format: int64 */
            user_id: number | null;
        };
        Affected: {
            /** Format: int64 */
            id: number;
            name: string;
            type: string;
        };
        Availability: {
            is_available: boolean;
            /** Format: int64 */
            product_id: number;
        };
        Call: {
            /** Format: int64 */
            call_id: number;
            call_type: string;
            /** @description true: ahora lo reciben todos los mozos de la sucursal. */
            escalated?: boolean;
            /**
             * Format: int64
             * @description Cuántas veces se repitió el llamado; falta en el primero.
             */
            reminder?: number;
        };
        CartItem: {
            diner_color: string;
            /** Format: int64 */
            diner_id: number;
            diner_name: string;
            /** Format: int64 */
            item_id: number;
            notes: string | null;
            /** Format: int64 */
            price_cents: number;
            /** Format: int64 */
            product_id: number;
            product_image: string | null;
            product_name: string;
            /** Format: int64 */
            quantity: number;
            /**
             * Format: int64
             * @description La del carrito después de este cambio.
             */
            version: number;
        };
        CascadeDeletion: {
            /** @description La misma lista que affected_entities. */
            affected: components["schemas"]["Affected"][] | null;
            /**
             * Format: int64
             * @description Cuánto se borró con ella; la lista puede ser más corta.
             */
            affected_count: number;
            /** @description Lo que se borró con ella; si es mucho, lo primero. */
            affected_entities: components["schemas"]["Affected"][] | null;
            /** Format: int64 */
            entity_id: number;
            entity_name: string;
            /** @description branch, category, product, staff, table, allergen, promotion… */
            entity_type: string;
        };
        Check: {
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            paid_cents: number;
            /** Format: int64 */
            total_cents: number;
        };
        ClearedCart: {
            cleared: boolean;
            /**
             * Format: int64
             * @description La del carrito después de este cambio; 0 si lo vació una ronda.
             */
            version: number;
        };
        DeletedEntity: {
            /** @description Lo que se borró con ella; si es mucho, lo primero. */
            affected_entities: components["schemas"]["Affected"][] | null;
            /** Format: int64 */
            entity_id: number;
            entity_name: string;
            /** @description branch, category, product, staff, table, allergen, promotion… */
            entity_type: string;
        };
        DeletedItem: {
            /** Format: int64 */
            item_id: number;
            /** Format: int64 */
            product_id: number;
            /** @description true: era el último ítem y la ronda se borró con él. */
            round_deleted: boolean;
            /** Format: int64 */
            round_id: number;
        };
        Diner: {
            diner_color: string;
            /** Format: int64 */
            diner_id: number;
            diner_name: string;
        };
        Dispute: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            check_id: number;
            /** @description false: la disputa terminó. */
            disputed: boolean;
            /** Format: int64 */
            payment_id: number;
            /**
             * Format: int64
             * @description Lo que perdió hasta ahora la cuenta de una mesa cerrada.
             */
            reversed_cents: number;
        };
        Entity: {
            /** Format: int64 */
            entity_id: number;
            entity_name: string;
            /** @description branch, category, product, staff, table, allergen, promotion… */
            entity_type: string;
        };
        Envelope: {
            /** @description Quién lo hizo. */
            actor: components["schemas"]["Actor"];
            /** Format: int64 */
            branch_id: number;
            /**
             * Format: int64
             * @description Único; un evento que llega dos veces se reconoce por él.
             */
            event_id: number;
            /** @description El X-Request-ID del pedido que lo causó. */
            request_id?: string;
            /** Format: int64 */
            sector_id: number | null;
            /**
             * Format: int64
             * @description Cuenta 1, 2, 3… dentro de la sesión; falta fuera de una.
             */
            seq?: number;
            /**
             * Format: int64
             * @description La sesión de la mesa.
             */
            session_id: number | null;
            /** Format: int64 */
            table_id: number | null;
            /** Format: int64 */
            tenant_id: number;
            /**
             * Format: date-time
             * @description Lo mismo que ts.
             */
            timestamp: string;
            trace_id?: string;
            /** Format: date-time */
            ts: string;
            /**
             * Format: int64
             * @description Versión del sobre.
             */
            v: number;
        };
        Intent: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            check_id: number;
            /**
             * Format: int64
             * @description Falta si no es de ningún comensal en particular.
             */
            diner_id?: number;
            /**
             * Format: date-time
             * @description Hasta cuándo esa parte de la cuenta queda reservada.
             */
            expires_at: string;
            /** Format: int64 */
            payment_id: number;
            split: string;
            status: string;
            /** Format: int64 */
            tip_cents?: number;
        };
        Payment: {
            /**
             * Format: int64
             * @description Lo que salda de la cuenta, sin la propina.
             */
            amount_cents: number;
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            paid_cents: number;
            /** Format: int64 */
            payment_id: number;
            provider: string;
            /** Format: int64 */
            tip_cents?: number;
            /** Format: int64 */
            total_cents: number;
        };
        Refund: {
            /** Format: int64 */
            amount_cents: number;
            /** Format: int64 */
            check_id: number;
            /** Format: int64 */
            payment_id: number;
            /** @description OVERPAY: se pagó de más. DECISION: lo decidió el encargado. */
            reason: string;
            /** Format: int64 */
            refund_id: number;
        };
        RemovedCartItem: {
            /** Format: int64 */
            diner_id: number;
            /** Format: int64 */
            item_id: number;
            /** Format: int64 */
            product_id: number;
            /**
             * Format: int64
             * @description La del carrito después de este cambio.
             */
            version: number;
        };
        RestoredEntity: {
            /** @description Las demás que volvieron con ella. */
            affected_entities: components["schemas"]["Affected"][] | null;
            /** Format: int64 */
            entity_id: number;
            entity_name: string;
            /** @description branch, category, product, staff, table, allergen, promotion… */
            entity_type: string;
        };
        Round: {
            /**
             * Format: int64
             * @description Cuántas veces se repitió el aviso; falta en el primero.
             */
            reminder?: number;
            /** Format: int64 */
            round_id: number;
            /**
             * Format: int64
             * @description Cuenta desde 1 dentro de la sesión de la mesa.
             */
            round_number: number;
        };
        Table: {
            table_code: string;
            table_status: string;
        };
        Ticket: {
            /** Format: int64 */
            round_id: number;
            /** Format: int64 */
            round_number: number;
            station: string;
            status: string;
            /** Format: int64 */
            ticket_id: number;
        };
        VoidedItem: {
            /** Format: int64 */
            item_id: number;
            /** Format: int64 */
            product_id: number;
            product_name: string;
            /** @description true: no quedó nada en la ronda y se canceló. */
            round_canceled: boolean;
            /** Format: int64 */
            round_id: number;
            round_status: string;
            void_reason: string;
        };
        Events: {
            /** @description El carrito quedó vacío. */
            CART_CLEARED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["ClearedCart"];
                /** @constant */
                type: "CART_CLEARED";
            };
            /** @description Un comensal agregó algo al carrito de la mesa. */
            CART_ITEM_ADDED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["CartItem"];
                /** @constant */
                type: "CART_ITEM_ADDED";
            };
            /** @description Un comensal sacó algo del carrito. */
            CART_ITEM_REMOVED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["RemovedCartItem"];
                /** @constant */
                type: "CART_ITEM_REMOVED";
            };
            /** @description Un comensal cambió algo del carrito. */
            CART_ITEM_UPDATED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["CartItem"];
                /** @constant */
                type: "CART_ITEM_UPDATED";
            };
            /** @description Lo que se borró arrastró otras cosas. */
            CASCADE_DELETE: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["CascadeDeletion"];
                /** @constant */
                type: "CASCADE_DELETE";
            };
            /** @description La cuenta está pagada. */
            CHECK_PAID: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Check"];
                /** @constant */
                type: "CHECK_PAID";
            };
            /** @description La mesa pidió la cuenta. */
            CHECK_REQUESTED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Check"];
                /** @constant */
                type: "CHECK_REQUESTED";
            };
            /** @description Cambió lo que se debe: un descuento, una anulación o una devolución. */
            CHECK_UPDATED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Check"];
                /** @constant */
                type: "CHECK_UPDATED";
            };
            /** @description Un comensal se sumó a la mesa. */
            DINER_JOINED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Diner"];
                /** @constant */
                type: "DINER_JOINED";
            };
            /** @description Se creó o se restauró algo en la administración. */
            ENTITY_CREATED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Entity"] | components["schemas"]["RestoredEntity"];
                /** @constant */
                type: "ENTITY_CREATED";
            };
            /** @description Se borró algo en la administración. */
            ENTITY_DELETED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["DeletedEntity"];
                /** @constant */
                type: "ENTITY_DELETED";
            };
            /** @description Cambió algo en la administración. */
            ENTITY_UPDATED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Entity"];
                /** @constant */
                type: "ENTITY_UPDATED";
            };
            /** @description Un pago se acreditó. */
            PAYMENT_APPROVED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Payment"];
                /** @constant */
                type: "PAYMENT_APPROVED";
            };
            /** @description El banco abrió o cerró un contracargo. */
            PAYMENT_DISPUTED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Dispute"];
                /** @constant */
                type: "PAYMENT_DISPUTED";
            };
            /** @description Un pago no se pudo hacer. */
            PAYMENT_FAILED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Payment"];
                /** @constant */
                type: "PAYMENT_FAILED";
            };
            /** @description Se devolvió dinero. */
            PAYMENT_REFUNDED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Refund"];
                /** @constant */
                type: "PAYMENT_REFUNDED";
            };
            /** @description Un pago se rechazó. */
            PAYMENT_REJECTED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Payment"];
                /** @constant */
                type: "PAYMENT_REJECTED";
            };
            /** @description La parte reservada de la cuenta volvió a estar libre. */
            PAYMENT_RELEASED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Intent"];
                /** @constant */
                type: "PAYMENT_RELEASED";
            };
            /** @description Alguien está pagando una parte de la cuenta, que queda reservada. */
            PAYMENT_STARTED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Intent"];
                /** @constant */
                type: "PAYMENT_STARTED";
            };
            /** @description Un producto se agotó o volvió. */
            PRODUCT_AVAILABILITY_CHANGED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Availability"];
                /** @constant */
                type: "PRODUCT_AVAILABILITY_CHANGED";
            };
            /** @description Una devolución no se pudo hacer. */
            REFUND_FAILED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Refund"];
                /** @constant */
                type: "REFUND_FAILED";
            };
            /** @description Hay dinero que devolver. */
            REFUND_REQUESTED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Refund"];
                /** @constant */
                type: "REFUND_REQUESTED";
            };
            /** @description La ronda se canceló. */
            ROUND_CANCELED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Round"];
                /** @constant */
                type: "ROUND_CANCELED";
            };
            /** @description Un mozo confirmó la ronda. */
            ROUND_CONFIRMED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Round"];
                /** @constant */
                type: "ROUND_CONFIRMED";
            };
            /** @description La cocina empezó la ronda. */
            ROUND_IN_KITCHEN: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Round"];
                /** @constant */
                type: "ROUND_IN_KITCHEN";
            };
            /** @description Se borró un ítem de una ronda que la cocina no empezó. */
            ROUND_ITEM_DELETED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["DeletedItem"];
                /** @constant */
                type: "ROUND_ITEM_DELETED";
            };
            /** @description Se anuló un ítem; deja de cobrarse. */
            ROUND_ITEM_VOIDED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["VoidedItem"];
                /** @constant */
                type: "ROUND_ITEM_VOIDED";
            };
            /** @description Una ronda espera que un mozo la confirme. */
            ROUND_PENDING: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Round"];
                /** @constant */
                type: "ROUND_PENDING";
            };
            /** @description La ronda está lista para llevar. Si nadie la lleva, el aviso se repite con reminder. */
            ROUND_READY: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Round"];
                /** @constant */
                type: "ROUND_READY";
            };
            /** @description La ronda llegó a la mesa. */
            ROUND_SERVED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Round"];
                /** @constant */
                type: "ROUND_SERVED";
            };
            /** @description La ronda entró a la cocina como pedido. */
            ROUND_SUBMITTED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Round"];
                /** @constant */
                type: "ROUND_SUBMITTED";
            };
            /** @description Un mozo respondió el llamado. */
            SERVICE_CALL_ACKED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Call"];
                /** @constant */
                type: "SERVICE_CALL_ACKED";
            };
            /** @description El llamado se cerró. */
            SERVICE_CALL_CLOSED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Call"];
                /** @constant */
                type: "SERVICE_CALL_CLOSED";
            };
            /** @description La mesa llama al mozo. Si nadie responde, el llamado se repite y se extiende. */
            SERVICE_CALL_CREATED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Call"];
                /** @constant */
                type: "SERVICE_CALL_CREATED";
            };
            /** @description La mesa quedó libre. */
            TABLE_CLEARED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Table"];
                /** @constant */
                type: "TABLE_CLEARED";
            };
            /** @description Empezó la sesión de una mesa. */
            TABLE_SESSION_STARTED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Table"];
                /** @constant */
                type: "TABLE_SESSION_STARTED";
            };
            /** @description Cambió el estado de la mesa. */
            TABLE_STATUS_CHANGED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Table"];
                /** @constant */
                type: "TABLE_STATUS_CHANGED";
            };
            /** @description La sesión pasó a otra mesa o a otro mozo. */
            TABLE_TRANSFERRED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Table"];
                /** @constant */
                type: "TABLE_TRANSFERRED";
            };
            /** @description Salió la parte de una estación. */
            TICKET_DELIVERED: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Ticket"];
                /** @constant */
                type: "TICKET_DELIVERED";
            };
            /** @description Una estación empezó su parte de una ronda. */
            TICKET_IN_PROGRESS: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Ticket"];
                /** @constant */
                type: "TICKET_IN_PROGRESS";
            };
            /** @description Una estación terminó su parte de una ronda. */
            TICKET_READY: components["schemas"]["Envelope"] & {
                entity: components["schemas"]["Ticket"];
                /** @constant */
                type: "TICKET_READY";
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
