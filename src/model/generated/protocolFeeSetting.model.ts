import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BooleanColumn as BooleanColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"

/**
 * Protocol fees that vaults of version 3 take over when they next count their assets (ProtocolFeeRegistry).
 */
@Entity_()
export class ProtocolFeeSetting {
    constructor(props?: Partial<ProtocolFeeSetting>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Vault address in lower case; `symbiotic-global`: all vaults without a setting of their own.
     */
    @StringColumn_({nullable: false})
    key!: string

    /**
     * First block of this version.
     */
    @IntColumn_({nullable: false})
    fromBlock!: number

    /**
     * First block at which this version is no longer valid; null: it is current.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Vault; null: all without a setting of their own.
     */
    @Index_()
    @ManyToOne_(() => Vault, {nullable: true})
    vault!: Vault | undefined | null

    /**
     * Whether it is in effect; the global setting always is.
     */
    @BooleanColumn_({nullable: false})
    isEnabled!: boolean

    /**
     * Receiver; null: none.
     */
    @BytesColumn_({nullable: true})
    receiver!: Uint8Array | undefined | null

    /**
     * Management fee per second, of 1e18.
     */
    @BigIntColumn_({nullable: false})
    managementFee!: bigint

    /**
     * Performance fee, of 1e18 of the interest.
     */
    @BigIntColumn_({nullable: false})
    performanceFee!: bigint
}
