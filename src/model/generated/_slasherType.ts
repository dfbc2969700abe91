export enum SlasherType {
    INSTANT = "INSTANT",
    VETO = "VETO",
}
