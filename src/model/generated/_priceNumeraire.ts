export enum PriceNumeraire {
    ETH = "ETH",
    USD = "USD",
}
