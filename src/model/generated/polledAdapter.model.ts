import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {VaultAdapter} from "./vaultAdapter.model"
import {PollNullReason} from "./_pollNullReason"

/**
 * Assets of an adapter of a vault of version 3 that no log says, as its contract answered a poll. Not in the digest.
 */
@Entity_()
export class PolledAdapter {
    constructor(props?: Partial<PolledAdapter>) {
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
     * First block at which this version is no longer valid: that of the next poll; null: it is current.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Adapter contract.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Adapter.
     */
    @Index_()
    @ManyToOne_(() => VaultAdapter, {nullable: true})
    adapter!: VaultAdapter

    /**
     * Polled block: the answer is of the state at its end.
     */
    @IntColumn_({nullable: false})
    block!: number

    /**
     * Its assets (IAdapter.totalAssets), in base units of the asset of its vault; null: see `nullReason`.
     */
    @BigIntColumn_({nullable: true})
    totalAssets!: bigint | undefined | null

    /**
     * Why `totalAssets` is null; null: it is not.
     */
    @Column_("varchar", {length: 9, nullable: true})
    nullReason!: PollNullReason | undefined | null
}
