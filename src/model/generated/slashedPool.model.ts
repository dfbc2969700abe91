import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Slashing} from "./slashing.model"
import {Pool} from "./pool.model"

/**
 * One pool of a slashing.
 */
@Entity_()
export class SlashedPool {
    constructor(props?: Partial<SlashedPool>) {
        Object.assign(this, props)
    }

    /**
     * `<slashing>-<position>`.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Block.
     */
    @Index_()
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Position in the event, from 0.
     */
    @IntColumn_({nullable: false})
    position!: number

    /**
     * Slashing.
     */
    @Index_()
    @ManyToOne_(() => Slashing, {nullable: true})
    slashing!: Slashing

    /**
     * Pool.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool

    /**
     * Fraction (of 1e18, rounded down by the contract) of the operator's stake; 0: nothing was allocated; null: a vault, which is slashed by an amount.
     */
    @BigIntColumn_({nullable: true})
    wadSlashed!: bigint | undefined | null

    /**
     * The operator's max magnitude (of 1e18) before; null: a vault, like the next fields.
     */
    @BigIntColumn_({nullable: true})
    maxMagnitudeBefore!: bigint | undefined | null

    /**
     * The operator's max magnitude (of 1e18) after.
     */
    @BigIntColumn_({nullable: true})
    maxMagnitudeAfter!: bigint | undefined | null

    /**
     * The operator's delegated shares before.
     */
    @BigIntColumn_({nullable: true})
    sharesBefore!: bigint | undefined | null

    /**
     * The operator's delegated shares after.
     */
    @BigIntColumn_({nullable: true})
    sharesAfter!: bigint | undefined | null

    /**
     * Shares also taken from the withdrawal queue (OperatorSharesSlashed minus OperatorSharesDecreased).
     */
    @BigIntColumn_({nullable: true})
    queuedSharesSlashed!: bigint | undefined | null
}
