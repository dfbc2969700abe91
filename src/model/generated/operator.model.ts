import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {ProtocolName} from "./_protocolName"
import {OperatorStake} from "./operatorStake.model"
import {Delegation} from "./delegation.model"
import {AvsRegistration} from "./avsRegistration.model"
import {Allocation} from "./allocation.model"
import {OperatorMagnitude} from "./operatorMagnitude.model"
import {Slashing} from "./slashing.model"
import {QuorumStake} from "./quorumStake.model"
import {Ejection} from "./ejection.model"

/**
 * An account to which stakers delegate.
 */
@Entity_()
export class Operator {
    constructor(props?: Partial<Operator>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Operator address in lower case.
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
     * Operator address.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * EIGENLAYER if it ever named the operator, else SYMBIOTIC. Deprecated: `protocols` has both.
     */
    @Column_("varchar", {length: 10, nullable: false})
    protocol!: ProtocolName

    /**
     * Block of OperatorRegistered; null if only other events named it so far.
     */
    @IntColumn_({nullable: true})
    registeredAtBlock!: number | undefined | null

    /**
     * Account that approves delegations (zero address: no approval needed); null if unknown.
     */
    @BytesColumn_({nullable: true})
    delegationApprover!: Uint8Array | undefined | null

    /**
     * URI of the operator's own description. Untrusted text, never fetched; U+0000 and lone surrogates removed.
     */
    @StringColumn_({nullable: true})
    metadataURI!: string | undefined | null

    /**
     * Blocks until an allocation takes effect, before `storedDelayEffectBlock`; null: never set.
     */
    @BigIntColumn_({nullable: true})
    storedDelay!: bigint | undefined | null

    /**
     * Delay from `storedDelayEffectBlock` on; null: none pending.
     */
    @BigIntColumn_({nullable: true})
    storedPendingDelay!: bigint | undefined | null

    /**
     * Block at which `storedPendingDelay` takes effect.
     */
    @BigIntColumn_({nullable: true})
    storedDelayEffectBlock!: bigint | undefined | null

    /**
     * Block in which it was first seen.
     */
    @IntColumn_({nullable: false})
    firstSeenBlock!: number

    /**
     * Delegated shares per pool.
     */
    @OneToMany_(() => OperatorStake, e => e.operator)
    stakes!: OperatorStake[]

    /**
     * Stakers that delegate to it.
     */
    @OneToMany_(() => Delegation, e => e.operator)
    delegations!: Delegation[]

    /**
     * AVSs and operator sets it is registered to.
     */
    @OneToMany_(() => AvsRegistration, e => e.operator)
    avsRegistrations!: AvsRegistration[]

    /**
     * Magnitudes allocated to operator sets.
     */
    @OneToMany_(() => Allocation, e => e.operator)
    allocations!: Allocation[]

    /**
     * Magnitudes per pool.
     */
    @OneToMany_(() => OperatorMagnitude, e => e.operator)
    magnitudes!: OperatorMagnitude[]

    /**
     * Times it was slashed.
     */
    @OneToMany_(() => Slashing, e => e.operator)
    slashings!: Slashing[]

    /**
     * Recorded stake in quorums of AVSs on eigenlayer-middleware.
     */
    @OneToMany_(() => QuorumStake, e => e.operator)
    quorumStakes!: QuorumStake[]

    /**
     * Ejections from quorums.
     */
    @OneToMany_(() => Ejection, e => e.operator)
    ejections!: Ejection[]
}
