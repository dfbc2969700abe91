export enum MiddlewareSource {
    LISTED = "LISTED",
    REGISTRAR = "REGISTRAR",
    OPERATOR_SET = "OPERATOR_SET",
    OWN_EVENT = "OWN_EVENT",
}
