import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BooleanColumn as BooleanColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"
import {AdapterFamily} from "./_adapterFamily"
import {AdapterSource} from "./adapterSource.model"
import {Operator} from "./operator.model"
import {OperatorSet} from "./operatorSet.model"

/**
 * An adapter: where a vault of version 3 puts its assets.
 */
@Entity_()
export class VaultAdapter {
    constructor(props?: Partial<VaultAdapter>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Adapter address in lower case.
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
     * Adapter contract.
     */
    @BytesColumn_({nullable: false})
    adapter!: Uint8Array

    /**
     * Vault; null: not set.
     */
    @Index_()
    @ManyToOne_(() => Vault, {nullable: true})
    vault!: Vault | undefined | null

    /**
     * Factory that made it; null if no followed factory did, and it was not asked.
     */
    @BytesColumn_({nullable: true})
    factory!: Uint8Array | undefined | null

    /**
     * Family; null if its factory is unknown.
     */
    @Column_("varchar", {length: 15, nullable: true})
    family!: AdapterFamily | undefined | null

    /**
     * Whether the delegator of the vault has it now (AddAdapter, RemoveAdapter).
     */
    @BooleanColumn_({nullable: false})
    isAdded!: boolean

    /**
     * Its number in the delegator, which it keeps when it is removed; null: it was never added.
     */
    @IntColumn_({nullable: true})
    index!: number | undefined | null

    /**
     * Most that it may have, in assets (absoluteLimitOf).
     */
    @BigIntColumn_({nullable: false})
    absoluteLimit!: bigint

    /**
     * Most that it may have, of 1e18 of the assets of the vault (shareLimitOf).
     */
    @BigIntColumn_({nullable: false})
    shareLimit!: bigint

    /**
     * Assets that it reported when assets last came or left (Allocate, Deallocate); null: never.
     */
    @BigIntColumn_({nullable: true})
    reportedAssets!: bigint | undefined | null

    /**
     * Block of that report; null: none.
     */
    @IntColumn_({nullable: true})
    reportedAtBlock!: number | undefined | null

    /**
     * Assets of the vault's token that it holds; null: unknown, as the token has not answered what it held before it was found.
     */
    @BigIntColumn_({nullable: true})
    assets!: bigint | undefined | null

    /**
     * ERC-4626 vault that it deposits to; null: it holds its assets itself, or they are unknown.
     */
    @Index_()
    @ManyToOne_(() => AdapterSource, {nullable: true})
    source!: AdapterSource | undefined | null

    /**
     * Shares of `source` that it holds.
     */
    @BigIntColumn_({nullable: false})
    sourceShares!: bigint

    /**
     * Operator by which it guarantees stake; null: it guarantees none.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator | undefined | null

    /**
     * Subnetwork to which it guarantees stake; null: it guarantees none.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet | undefined | null

    /**
     * Seconds for which stake stays slashable after a request to deallocate; null: it guarantees none.
     */
    @BigIntColumn_({nullable: true})
    duration!: bigint | undefined | null

    /**
     * Receiver of slashed assets; null: it guarantees none.
     */
    @BytesColumn_({nullable: true})
    burner!: Uint8Array | undefined | null

    /**
     * Token in which a RESTAKING_APP adapter counts its stake, behind the shares that it holds; null for other families, and if unknown.
     */
    @BytesColumn_({nullable: true})
    baseAsset!: Uint8Array | undefined | null

    /**
     * Stake when the present record began, before slashes and debts; null: unknown, as the assets of another adapter of the vault were.
     */
    @BigIntColumn_({nullable: true})
    initialStake!: bigint | undefined | null

    /**
     * Slashed or released since the present record began.
     */
    @BigIntColumn_({nullable: false})
    slashedInRecord!: bigint

    /**
     * Times at which debts of the present record mature, Unix seconds, ascending: stake that is no longer slashable from then on.
     */
    @StringColumn_({array: true, nullable: false})
    storedDebtTimes!: (string)[]

    /**
     * Amounts of these debts; each replaces the one before.
     */
    @StringColumn_({array: true, nullable: false})
    storedDebtAmounts!: (string)[]
}
