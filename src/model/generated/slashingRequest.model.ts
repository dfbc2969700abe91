import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {AvsMiddleware} from "./avsMiddleware.model"
import {Operator} from "./operator.model"
import {OperatorSet} from "./operatorSet.model"
import {SlashingRequestStatus} from "./_slashingRequestStatus"
import {Slashing} from "./slashing.model"
import {SlashingRequestPool} from "./slashingRequestPool.model"

/**
 * A slashing that an AVS asked for and that can be vetoed (VetoableSlasher).
 */
@Entity_()
export class SlashingRequest {
    constructor(props?: Partial<SlashingRequest>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<slasher>/<request id>`.
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
     * Contracts that it is of.
     */
    @Index_()
    @ManyToOne_(() => AvsMiddleware, {nullable: true})
    middleware!: AvsMiddleware

    /**
     * Slasher.
     */
    @BytesColumn_({nullable: false})
    slasher!: Uint8Array

    /**
     * Number of the request.
     */
    @BigIntColumn_({nullable: false})
    requestId!: bigint

    /**
     * Operator.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator

    /**
     * Number of the operator set.
     */
    @BigIntColumn_({nullable: false})
    setId!: bigint

    /**
     * Operator set; null: the AVS is not known.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet | undefined | null

    /**
     * Description that the AVS gives.
     */
    @StringColumn_({nullable: false})
    description!: string

    /**
     * Status.
     */
    @Column_("varchar", {length: 9, nullable: false})
    status!: SlashingRequestStatus

    /**
     * Block of the request.
     */
    @IntColumn_({nullable: false})
    requestedAtBlock!: number

    /**
     * Time of the request, Unix seconds.
     */
    @BigIntColumn_({nullable: false})
    requestedAt!: bigint

    /**
     * First second in which it can no longer be vetoed, but executed; null: the length of the window is not known.
     */
    @BigIntColumn_({nullable: true})
    vetoDeadline!: bigint | undefined | null

    /**
     * Block of the veto or the execution; null: neither.
     */
    @IntColumn_({nullable: true})
    resolvedAtBlock!: number | undefined | null

    /**
     * The slashing by which it was executed; null: it was not.
     */
    @Index_()
    @ManyToOne_(() => Slashing, {nullable: true})
    slashing!: Slashing | undefined | null

    /**
     * What it asks for, by strategy.
     */
    @OneToMany_(() => SlashingRequestPool, e => e.request)
    pools!: SlashingRequestPool[]
}
