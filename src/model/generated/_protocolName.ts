export enum ProtocolName {
    EIGENLAYER = "EIGENLAYER",
    SYMBIOTIC = "SYMBIOTIC",
}
