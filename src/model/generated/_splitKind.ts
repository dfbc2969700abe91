export enum SplitKind {
    AVS = "AVS",
    PROGRAMMATIC = "PROGRAMMATIC",
    OPERATOR_SET = "OPERATOR_SET",
}
