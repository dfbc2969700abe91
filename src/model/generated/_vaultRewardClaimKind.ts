export enum VaultRewardClaimKind {
    STAKER = "STAKER",
    OPERATOR = "OPERATOR",
    ACCOUNT = "ACCOUNT",
    ADMIN_FEE = "ADMIN_FEE",
    CURATOR_FEE = "CURATOR_FEE",
    PROTOCOL_FEE = "PROTOCOL_FEE",
}
