import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {OperatorSet} from "./operatorSet.model"
import {Pool} from "./pool.model"

/**
 * Slashed stake of one slashing and pool that waits to be burned or redistributed (StrategyManager).
 */
@Entity_()
export class SlashedShares {
    constructor(props?: Partial<SlashedShares>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<avs>/<set id>/<slash id>-<pool>`.
     */
    @StringColumn_({nullable: false})
    key!: string

    /**
     * First block of this version.
     */
    @IntColumn_({nullable: false})
    fromBlock!: number

    /**
     * First block at which this version no longer holds; null while it does.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Operator set that slashed.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet

    /**
     * Number of the slashing in its operator set, from 1.
     */
    @BigIntColumn_({nullable: false})
    slashId!: bigint

    /**
     * Pool.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool

    /**
     * Shares that wait, more than 0: no event tells when an entry without shares is cleared.
     */
    @BigIntColumn_({nullable: false})
    shares!: bigint
}
