export enum AdapterFamily {
    AAVE_V3 = "AAVE_V3",
    APP = "APP",
    ERC4626 = "ERC4626",
    EULER = "EULER",
    LIQUID_LANE = "LIQUID_LANE",
    MORPHO_VAULT_V2 = "MORPHO_VAULT_V2",
    RESTAKING_APP = "RESTAKING_APP",
    THREE_F = "THREE_F",
}
