import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_, BooleanColumn as BooleanColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {Pool} from "./pool.model"
import {Asset} from "./asset.model"
import {DelegatorType} from "./_delegatorType"
import {SlasherType} from "./_slasherType"
import {VaultPosition} from "./vaultPosition.model"
import {VaultEpochTotal} from "./vaultEpochTotal.model"

/**
 * A Symbiotic vault: one pool of stake whose losses all its depositors share.
 */
@Entity_()
export class Vault {
    constructor(props?: Partial<Vault>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Vault address in lower case.
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
     * Vault contract.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Its pool, which has the same address.
     */
    @Index_()
    @ManyToOne_(() => Pool, {nullable: true})
    pool!: Pool

    /**
     * 1: Vault, 2: VaultTokenized (its shares are an ERC-20), 3: VaultV2 (ERC-4626). Null: not initialized.
     */
    @IntColumn_({nullable: true})
    version!: number | undefined | null

    /**
     * Token that is deposited; null if unknown: no log says it, and the contract did not answer.
     */
    @Index_()
    @ManyToOne_(() => Asset, {nullable: true})
    collateral!: Asset | undefined | null

    /**
     * Block in which the factory registered it.
     */
    @IntColumn_({nullable: false})
    createdAtBlock!: number

    /**
     * Start of its first epoch, Unix seconds: the time of its creation.
     */
    @BigIntColumn_({nullable: false})
    epochStart!: bigint

    /**
     * Seconds of an epoch; null if unknown, and for version 3, which has none.
     */
    @BigIntColumn_({nullable: true})
    epochDuration!: bigint | undefined | null

    /**
     * Delegator; null: not set.
     */
    @BytesColumn_({nullable: true})
    delegator!: Uint8Array | undefined | null

    /**
     * Type of the delegator; null if unknown, and for version 3.
     */
    @Column_("varchar", {length: 25, nullable: true})
    delegatorType!: DelegatorType | undefined | null

    /**
     * Hook of the delegator (hook()), which is called when it is slashed; null if none or unknown.
     */
    @BytesColumn_({nullable: true})
    hook!: Uint8Array | undefined | null

    /**
     * The operator of an operator-specific delegator; null for other types, or if unknown.
     */
    @BytesColumn_({nullable: true})
    specificOperator!: Uint8Array | undefined | null

    /**
     * The network of an operator-network-specific delegator; null for other types, or if unknown.
     */
    @BytesColumn_({nullable: true})
    specificNetwork!: Uint8Array | undefined | null

    /**
     * Whether a slasher was set (SetSlasher), be it none.
     */
    @BooleanColumn_({nullable: false})
    isSlasherSet!: boolean

    /**
     * Slasher; null: none, the vault can not be slashed.
     */
    @BytesColumn_({nullable: true})
    slasher!: Uint8Array | undefined | null

    /**
     * Type of the slasher; null if there is none, or unknown.
     */
    @Column_("varchar", {length: 7, nullable: true})
    slasherType!: SlasherType | undefined | null

    /**
     * Seconds for which a slash request can be vetoed (VetoSlasher.vetoDuration); null for other types, or if unknown.
     */
    @BigIntColumn_({nullable: true})
    vetoDuration!: bigint | undefined | null

    /**
     * Epochs until a new resolver is in effect (VetoSlasher.resolverSetEpochsDelay); null for other types, or if unknown.
     */
    @BigIntColumn_({nullable: true})
    resolverSetEpochsDelay!: bigint | undefined | null

    /**
     * Receiver of slashed stake (burner()); null if unknown, and for version 3, whose adapters have one each.
     */
    @BytesColumn_({nullable: true})
    burner!: Uint8Array | undefined | null

    /**
     * Whether the slasher calls the burner; null if unknown.
     */
    @BooleanColumn_({nullable: true})
    isBurnerHook!: boolean | undefined | null

    /**
     * Whether only whitelisted accounts can deposit; null if unknown.
     */
    @BooleanColumn_({nullable: true})
    depositWhitelist!: boolean | undefined | null

    /**
     * Whether deposits have a limit; null if unknown.
     */
    @BooleanColumn_({nullable: true})
    isDepositLimit!: boolean | undefined | null

    /**
     * Limit of the active stake; null if unknown.
     */
    @BigIntColumn_({nullable: true})
    depositLimit!: bigint | undefined | null

    /**
     * Stake without withdrawals (activeStake()); null for version 3, and if a slash could not be split because the epoch duration is unknown.
     */
    @BigIntColumn_({nullable: true})
    activeStake!: bigint | undefined | null

    /**
     * Shares of the active stake (activeShares()); null for version 3.
     */
    @BigIntColumn_({nullable: true})
    activeShares!: bigint | undefined | null

    /**
     * Shares of its depositors.
     */
    @OneToMany_(() => VaultPosition, e => e.vault)
    positions!: VaultPosition[]

    /**
     * Withdrawals by epoch.
     */
    @OneToMany_(() => VaultEpochTotal, e => e.vault)
    epochs!: VaultEpochTotal[]
}
