export enum ValidatorStatus {
    ACTIVE = "ACTIVE",
    WITHDRAWN = "WITHDRAWN",
}
