export enum ProtocolName {
    EIGENLAYER = "EIGENLAYER",
}
