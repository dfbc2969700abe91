import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {ProtocolName} from "./_protocolName"

/**
 * A restaking protocol: its constants and totals.
 */
@Entity_()
export class Protocol {
    constructor(props?: Partial<Protocol>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Name of the protocol.
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
     * Name of the protocol.
     */
    @Column_("varchar", {length: 10, nullable: false})
    name!: ProtocolName

    /**
     * Blocks for which a queued withdrawal can still be slashed (DelegationManager.minWithdrawalDelayBlocks); null if unknown.
     */
    @IntColumn_({nullable: true})
    minWithdrawalDelayBlocks!: number | undefined | null

    /**
     * Blocks until a deallocation takes effect, and for which an operator can be slashed after it leaves a set (AllocationManager.DEALLOCATION_DELAY); null if unknown.
     */
    @IntColumn_({nullable: true})
    deallocationDelayBlocks!: number | undefined | null

    /**
     * Release, as last emitted by ProtocolRegistry.SemanticVersionUpdated; null if never emitted.
     */
    @StringColumn_({nullable: true})
    version!: string | undefined | null

    /**
     * Seconds until a distribution root can be claimed (RewardsCoordinator.activationDelay); null if never emitted.
     */
    @BigIntColumn_({nullable: true})
    rewardsActivationDelay!: bigint | undefined | null

    /**
     * Share of rewards that an operator keeps unless it set another, of 10000 (RewardsCoordinator.defaultOperatorSplitBips); null if never emitted.
     */
    @IntColumn_({nullable: true})
    defaultSplitBips!: number | undefined | null

    /**
     * Native shares slashed so far; they are never burned (EigenPodManager.burnableETHShares).
     */
    @BigIntColumn_({nullable: false})
    burnableNativeShares!: bigint
}
