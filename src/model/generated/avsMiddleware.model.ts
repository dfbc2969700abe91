import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {MiddlewareKind} from "./_middlewareKind"
import {Avs} from "./avs.model"
import {MiddlewareSource} from "./_middlewareSource"
import {MiddlewareContract} from "./middlewareContract.model"
import {Quorum} from "./quorum.model"
import {QuorumOperator} from "./quorumOperator.model"

/**
 * Contracts of one AVS on eigenlayer-middleware, by its registry coordinator. What an AVS on other contracts does is not known.
 */
@Entity_()
export class AvsMiddleware {
    constructor(props?: Partial<AvsMiddleware>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address of the coordinator, or of the ECDSA stake registry.
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
     * Address of the coordinator, or of the ECDSA stake registry.
     */
    @BytesColumn_({nullable: false})
    coordinator!: Uint8Array

    /**
     * Which contracts count the votes.
     */
    @Column_("varchar", {length: 20, nullable: false})
    kind!: MiddlewareKind

    /**
     * AVS that it is of; null: not known so far.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs | undefined | null

    /**
     * How the AVS became known; null: it is not.
     */
    @Column_("varchar", {length: 12, nullable: true})
    avsFoundBy!: MiddlewareSource | undefined | null

    /**
     * Quorums created so far.
     */
    @IntColumn_({nullable: false})
    quorumCount!: number

    /**
     * Account that may eject operators (EjectorUpdated); null: not logged so far.
     */
    @BytesColumn_({nullable: true})
    ejector!: Uint8Array | undefined | null

    /**
     * Account that approves churn (ChurnApproverUpdated); null: not logged so far.
     */
    @BytesColumn_({nullable: true})
    churnApprover!: Uint8Array | undefined | null

    /**
     * Seconds after an ejection in which the operator may not come back (EjectionCooldownUpdated); null: not logged so far.
     */
    @BigIntColumn_({nullable: true})
    ejectionCooldown!: bigint | undefined | null

    /**
     * Seconds in which a slashing request can be vetoed; null: not known, because no event tells.
     */
    @BigIntColumn_({nullable: true})
    vetoPeriod!: bigint | undefined | null

    /**
     * Account that may veto slashing requests; null: not known, because no event tells.
     */
    @BytesColumn_({nullable: true})
    vetoCommittee!: Uint8Array | undefined | null

    /**
     * Its contracts that are followed.
     */
    @OneToMany_(() => MiddlewareContract, e => e.middleware)
    contracts!: MiddlewareContract[]

    /**
     * Its quorums.
     */
    @OneToMany_(() => Quorum, e => e.middleware)
    quorums!: Quorum[]

    /**
     * Its operators.
     */
    @OneToMany_(() => QuorumOperator, e => e.middleware)
    operators!: QuorumOperator[]
}
