export enum WithdrawalStatus {
    QUEUED = "QUEUED",
    COMPLETED = "COMPLETED",
    MIGRATED = "MIGRATED",
    CLEARED = "CLEARED",
}
