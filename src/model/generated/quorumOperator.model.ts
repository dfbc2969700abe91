import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {AvsMiddleware} from "./avsMiddleware.model"
import {Operator} from "./operator.model"
import {QuorumOperatorStatus} from "./_quorumOperatorStatus"

/**
 * An operator of an AVS on eigenlayer-middleware.
 */
@Entity_()
export class QuorumOperator {
    constructor(props?: Partial<QuorumOperator>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<coordinator>-<operator id>`; of an ECDSA stake registry `<registry>-<operator>`.
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
     * Contracts that it registered with.
     */
    @Index_()
    @ManyToOne_(() => AvsMiddleware, {nullable: true})
    middleware!: AvsMiddleware

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
     * Status at the coordinator; null: not logged so far.
     */
    @Column_("varchar", {length: 12, nullable: true})
    status!: QuorumOperatorStatus | undefined | null

    /**
     * Quorums that it is in, one bit each.
     */
    @BigIntColumn_({nullable: false})
    bitmap!: bigint

    /**
     * Time of its last ejection, Unix seconds; null: none.
     */
    @BigIntColumn_({nullable: true})
    lastEjectedAt!: bigint | undefined | null
}
