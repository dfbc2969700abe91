export enum WithdrawalStatus {
    QUEUED = "QUEUED",
    COMPLETED = "COMPLETED",
}
