import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, IntColumn as IntColumn_, Index as Index_, DateTimeColumn as DateTimeColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_} from "@subsquid/typeorm-store"
import {Quorum} from "./quorum.model"
import {Operator} from "./operator.model"

/**
 * An operator that was ejected from a quorum for what it did or missed (EjectionManager.OperatorEjected). The core knows nothing of it: the operator stays in the operator set.
 */
@Entity_()
export class Ejection {
    constructor(props?: Partial<Ejection>) {
        Object.assign(this, props)
    }

    /**
     * `<block>-<log index>`, padded.
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
     * Index of the log in its block.
     */
    @IntColumn_({nullable: false})
    logIndex!: number

    /**
     * Time of the block.
     */
    @DateTimeColumn_({nullable: false})
    blockTime!: Date

    /**
     * Transaction.
     */
    @BytesColumn_({nullable: false})
    transactionHash!: Uint8Array

    /**
     * Quorum; null: the contract names one that was never created.
     */
    @Index_()
    @ManyToOne_(() => Quorum, {nullable: true})
    quorum!: Quorum | undefined | null

    /**
     * Operator; null: no log says whose the id is.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator | undefined | null

    /**
     * Hash of its key, which is its id.
     */
    @BytesColumn_({nullable: false})
    keyHash!: Uint8Array

    /**
     * Ejection manager.
     */
    @BytesColumn_({nullable: false})
    manager!: Uint8Array

    /**
     * Weight that it had in the quorum before.
     */
    @BigIntColumn_({nullable: false})
    stake!: bigint

    /**
     * Whether it was in the quorum, and was ejected: an ejection of one that is not in it is logged, too.
     */
    @BooleanColumn_({nullable: false})
    isRemoved!: boolean

    /**
     * Whether with it the rate limit was hit, so that later ones of the same call were not ejected.
     */
    @BooleanColumn_({nullable: false})
    isRateLimitHit!: boolean
}
