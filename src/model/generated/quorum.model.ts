import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {AvsMiddleware} from "./avsMiddleware.model"
import {Avs} from "./avs.model"
import {OperatorSet} from "./operatorSet.model"
import {QuorumStakeType} from "./_quorumStakeType"
import {QuorumStrategy} from "./quorumStrategy.model"
import {QuorumStake} from "./quorumStake.model"

/**
 * A group of operators whose votes an AVS counts together (StakeRegistry, or ECDSAStakeRegistry with number 0).
 */
@Entity_()
export class Quorum {
    constructor(props?: Partial<Quorum>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<coordinator>/<number>`.
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
     * AVS; null: not known so far.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs | undefined | null

    /**
     * Operator set of the core with its number; null: none is known. An operator that leaves the quorum does not leave the set.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet | undefined | null

    /**
     * Number of the quorum.
     */
    @IntColumn_({nullable: false})
    number!: number

    /**
     * What counts as stake; null: not known, because the log that sets it names no quorum.
     */
    @Column_("varchar", {length: 15, nullable: true})
    stakeType!: QuorumStakeType | undefined | null

    /**
     * Blocks ahead for which slashable stake is counted; 0 for delegated stake. Null: not known, because the log that sets it names no quorum and its old value fits several.
     */
    @BigIntColumn_({nullable: true})
    lookAhead!: bigint | undefined | null

    /**
     * Weight below which an operator cannot register, and loses its place at the next update (MinimumStakeForQuorumUpdated); null: not logged so far.
     */
    @BigIntColumn_({nullable: true})
    minimumStake!: bigint | undefined | null

    /**
     * Most operators (OperatorSetParamsUpdated); null: not logged so far.
     */
    @BigIntColumn_({nullable: true})
    maxOperatorCount!: bigint | undefined | null

    /**
     * Churn: how much of the stake of the operator that is replaced the new one needs, of 10,000; null: not logged so far.
     */
    @IntColumn_({nullable: true})
    kickBipsOfOperatorStake!: number | undefined | null

    /**
     * Churn: how much of the total stake the operator that is replaced may have, of 10,000; null: not logged so far.
     */
    @IntColumn_({nullable: true})
    kickBipsOfTotalStake!: number | undefined | null

    /**
     * Last block in which all operators were updated together (QuorumBlockNumberUpdated); null: never.
     */
    @BigIntColumn_({nullable: true})
    updatedAtBlock!: bigint | undefined | null

    /**
     * Weight that must sign (ThresholdWeightUpdated); null: not on the chain.
     */
    @BigIntColumn_({nullable: true})
    thresholdWeight!: bigint | undefined | null

    /**
     * Total weight that the contract logs (TotalWeightUpdated); null: it logs none, and `totalStake` is the sum.
     */
    @BigIntColumn_({nullable: true})
    loggedTotal!: bigint | undefined | null

    /**
     * Addresses of its strategies, in the order of the contract.
     */
    @StringColumn_({array: true, nullable: false})
    strategyOrder!: (string)[]

    /**
     * Strategies that count, with multipliers.
     */
    @OneToMany_(() => QuorumStrategy, e => e.quorum)
    strategies!: QuorumStrategy[]

    /**
     * Recorded stake of each operator.
     */
    @OneToMany_(() => QuorumStake, e => e.quorum)
    stakes!: QuorumStake[]
}
