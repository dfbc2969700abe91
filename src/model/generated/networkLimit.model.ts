import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {OperatorSet} from "./operatorSet.model"

/**
 * How much of a vault a subnetwork may use (Symbiotic core v1).
 */
@Entity_()
export class NetworkLimit {
    constructor(props?: Partial<NetworkLimit>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<delegator>-<network>/<identifier>`.
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
     * Delegator of the vault.
     */
    @BytesColumn_({nullable: false})
    delegator!: Uint8Array

    /**
     * Subnetwork.
     */
    @Index_()
    @ManyToOne_(() => OperatorSet, {nullable: true})
    operatorSet!: OperatorSet

    /**
     * The network's own limit (maxNetworkLimit).
     */
    @BigIntColumn_({nullable: false})
    maxNetworkLimit!: bigint

    /**
     * The curator's limit (networkLimit), which a lower maxNetworkLimit cuts without a log; 0 for operator-network-specific delegators.
     */
    @BigIntColumn_({nullable: false})
    networkLimit!: bigint

    /**
     * Sum of all operators' shares (totalOperatorNetworkShares); 0 for other types than NetworkRestake.
     */
    @BigIntColumn_({nullable: false})
    totalOperatorShares!: bigint
}
