import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, BytesColumn as BytesColumn_} from "@subsquid/typeorm-store"
import {Pool} from "./pool.model"

/**
 * Polled rate and token of a pool, which are not emitted for every pool. Not in the digest.
 */
@Entity_()
export class PolledPool {
    constructor(props?: Partial<PolledPool>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Pool address in lower case.
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
     * Pool.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool

    /**
     * Tokens per 1e18 shares (StrategyBase.sharesToUnderlyingView); null: no answer so far.
     */
    @BigIntColumn_({nullable: true})
    rate!: bigint | undefined | null

    /**
     * Its token (StrategyBase.underlyingToken); null: no answer so far.
     */
    @BytesColumn_({nullable: true})
    token!: Uint8Array | undefined | null

    /**
     * Decimals of the token; null: no answer so far.
     */
    @IntColumn_({nullable: true})
    decimals!: number | undefined | null

    /**
     * Block since which the contracts have not answered; null: they answered the last poll.
     */
    @IntColumn_({nullable: true})
    unknownSinceBlock!: number | undefined | null
}
