import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"

/**
 * The withdrawal queue of a vault of version 3: it pays requests in their order, whenever there are free assets.
 */
@Entity_()
export class VaultQueue {
    constructor(props?: Partial<VaultQueue>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Queue address in lower case.
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
     * Queue contract.
     */
    @BytesColumn_({nullable: false})
    queue!: Uint8Array

    /**
     * Vault.
     */
    @Index_()
    @ManyToOne_(() => Vault, {nullable: true})
    vault!: Vault

    /**
     * Shares of all requests (totalRequested).
     */
    @BigIntColumn_({nullable: false})
    requestedShares!: bigint

    /**
     * Shares that were paid (totalFilled).
     */
    @BigIntColumn_({nullable: false})
    filledShares!: bigint

    /**
     * Assets that were paid for them.
     */
    @BigIntColumn_({nullable: false})
    filledAssets!: bigint

    /**
     * Number of requests (totalRequests).
     */
    @IntColumn_({nullable: false})
    requestCount!: number
}
