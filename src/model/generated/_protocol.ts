export enum Protocol {
    EIGENLAYER = "EIGENLAYER",
}
