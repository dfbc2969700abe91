import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"

/**
 * Accounts of a vault of version 3 (VaultV2), beside its row in Vault.
 */
@Entity_()
export class VaultAccount {
    constructor(props?: Partial<VaultAccount>) {
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
     * Vault.
     */
    @Index_()
    @ManyToOne_(() => Vault, {nullable: true})
    vault!: Vault

    /**
     * Its token (asset()).
     */
    @BytesColumn_({nullable: false})
    asset!: Uint8Array

    /**
     * Assets after the last log that counted them; interest and losses since then are not in it.
     */
    @BigIntColumn_({nullable: false})
    storedTotalAssets!: bigint

    /**
     * Shares that exist, without fee shares to come.
     */
    @BigIntColumn_({nullable: false})
    totalShares!: bigint

    /**
     * Assets that the vault itself holds (freeAssets()).
     */
    @BigIntColumn_({nullable: false})
    freeAssets!: bigint

    /**
     * Time until which fees are paid (lastUpdate()), Unix seconds.
     */
    @BigIntColumn_({nullable: false})
    lastUpdate!: bigint

    /**
     * Management fee per second, of 1e18.
     */
    @BigIntColumn_({nullable: false})
    managementFee!: bigint

    /**
     * Receiver of the management fee; null: none.
     */
    @BytesColumn_({nullable: true})
    managementFeeReceiver!: Uint8Array | undefined | null

    /**
     * Performance fee, of 1e18 of the interest.
     */
    @BigIntColumn_({nullable: false})
    performanceFee!: bigint

    /**
     * Receiver of the performance fee; null: none.
     */
    @BytesColumn_({nullable: true})
    performanceFeeReceiver!: Uint8Array | undefined | null

    /**
     * Receiver of protocol fees (lastProtocolFeeReceiver()); null: none.
     */
    @BytesColumn_({nullable: true})
    protocolFeeReceiver!: Uint8Array | undefined | null

    /**
     * Management fee of the protocol per second, of 1e18 (lastProtocolManagementFee()).
     */
    @BigIntColumn_({nullable: false})
    protocolManagementFee!: bigint

    /**
     * Performance fee of the protocol, of 1e18 of the interest (lastProtocolPerformanceFee()).
     */
    @BigIntColumn_({nullable: false})
    protocolPerformanceFee!: bigint

    /**
     * Its withdrawal queue; null: not set.
     */
    @BytesColumn_({nullable: true})
    queue!: Uint8Array | undefined | null

    /**
     * Adapters in the order in which they are deallocated (UniversalDelegator.adapters).
     */
    @StringColumn_({array: true, nullable: false})
    adapters!: (string)[]

    /**
     * Adapters in the order in which deposits are allocated (autoAllocateAdapters).
     */
    @StringColumn_({array: true, nullable: false})
    autoAllocateAdapters!: (string)[]

    /**
     * Adapters from which the queue waits for assets (adaptersWithPending).
     */
    @StringColumn_({array: true, nullable: false})
    adaptersWithPending!: (string)[]
}
