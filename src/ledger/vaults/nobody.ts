/** The address that the contracts use for "none". */
export const NOBODY = '0x0000000000000000000000000000000000000000'
