export enum DecodeStatus {
    DECODED = "DECODED",
    UNKNOWN_TOPIC = "UNKNOWN_TOPIC",
    MALFORMED = "MALFORMED",
}
