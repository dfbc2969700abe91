export enum SlashingRequestStatus {
    REQUESTED = "REQUESTED",
    CANCELLED = "CANCELLED",
    FULFILLED = "FULFILLED",
}
