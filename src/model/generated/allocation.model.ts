import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Operator} from "./operator.model"
import {OperatorSet} from "./operatorSet.model"
import {Pool} from "./pool.model"

/**
 * Part of an operator's stake in one pool that one operator set may slash.
 */
@Entity_()
export class Allocation {
    constructor(props?: Partial<Allocation>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<operator>-<avs>/<set id>-<pool>`.
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
     * Operator.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator

    /**
     * Operator set.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet

    /**
     * Pool.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool

    /**
     * Magnitude (of 1e18) at `fromBlock`, without pending changes.
     */
    @BigIntColumn_({nullable: false})
    storedMagnitude!: bigint

    /**
     * Signed pending change of the magnitude; 0: none.
     */
    @BigIntColumn_({nullable: false})
    storedDiff!: bigint

    /**
     * Block at which `storedDiff` takes effect; 0: none pending.
     */
    @BigIntColumn_({nullable: false})
    storedEffectBlock!: bigint
}
