import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Operator} from "./operator.model"
import {Pool} from "./pool.model"

/**
 * Magnitudes of one operator in one pool.
 */
@Entity_()
export class OperatorMagnitude {
    constructor(props?: Partial<OperatorMagnitude>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<operator>-<pool>`.
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
     * Pool.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool

    /**
     * Max magnitude, of 1e18; every slashing reduces it (AllocationManager.getMaxMagnitude).
     */
    @BigIntColumn_({nullable: false})
    max!: bigint

    /**
     * Encumbered magnitude as last emitted: a deallocation that has taken effect counts until its queue is cleared.
     */
    @BigIntColumn_({nullable: false})
    storedEncumbered!: bigint
}
