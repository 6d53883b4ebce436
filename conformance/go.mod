module integrador/conformance

go 1.26

require github.com/mercadopago/sdk-go v1.14.0

require github.com/google/uuid v1.6.0 // indirect
