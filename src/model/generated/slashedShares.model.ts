import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {OperatorSet} from "./operatorSet.model"
import {Pool} from "./pool.model"

/**
 * Shares of one slashing and pool that are still to be burned or redistributed (StrategyManager).
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
     * First block at which this version is no longer valid; null: it is current.
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
     * Id of the slashing in its operator set, from 1.
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
     * Remaining shares, more than 0: no event is emitted when an entry without shares is cleared.
     */
    @BigIntColumn_({nullable: false})
    shares!: bigint
}
