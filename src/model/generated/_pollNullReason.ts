export enum PollNullReason {
    NO_ANSWER = "NO_ANSWER",
    INVALID = "INVALID",
}
