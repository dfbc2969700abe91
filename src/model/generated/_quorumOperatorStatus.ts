export enum QuorumOperatorStatus {
    REGISTERED = "REGISTERED",
    DEREGISTERED = "DEREGISTERED",
}
