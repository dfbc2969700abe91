import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_, BooleanColumn as BooleanColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Quorum} from "./quorum.model"
import {Operator} from "./operator.model"

/**
 * Recorded stake of an operator in a quorum. Weights that are recorded change only when somebody updates them.
 */
@Entity_()
export class QuorumStake {
    constructor(props?: Partial<QuorumStake>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<coordinator>/<number>-<operator id>`; of an ECDSA stake registry `<registry>/0-<operator>`.
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
     * Quorum.
     */
    @Index_()
    @ManyToOne_(() => Quorum, {nullable: true})
    quorum!: Quorum

    /**
     * Operator; null: no log says whose the id is.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator | undefined | null

    /**
     * Hash of its key, which is its id; null for an ECDSA stake registry.
     */
    @BytesColumn_({nullable: true})
    keyHash!: Uint8Array | undefined | null

    /**
     * Whether the operator is in the quorum.
     */
    @BooleanColumn_({nullable: false})
    isMember!: boolean

    /**
     * Recorded weight (OperatorStakeUpdate, OperatorWeightUpdated).
     */
    @BigIntColumn_({nullable: false})
    stake!: bigint

    /**
     * Block of the last update; null: none.
     */
    @IntColumn_({nullable: true})
    updatedAtBlock!: number | undefined | null
}
