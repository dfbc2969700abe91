import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {ContractKind} from "./_contractKind"

/**
 * A contract whose logs are followed: from the configuration, or revealed by a log.
 */
@Entity_()
export class Contract {
    constructor(props?: Partial<Contract>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address in lower case.
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
     * Contract address.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * Kind of contract.
     */
    @Column_("varchar", {length: 27, nullable: false})
    kind!: ContractKind

    /**
     * Name in the deployment, or the event that revealed it.
     */
    @StringColumn_({nullable: false})
    name!: string

    /**
     * Implementation of the proxy, or behind the beacon, as last emitted by Upgraded; null if never emitted.
     */
    @BytesColumn_({nullable: true})
    implementation!: Uint8Array | undefined | null

    /**
     * Paused functions, one bit each (Pausable.paused); null if never emitted.
     */
    @BigIntColumn_({nullable: true})
    pausedStatus!: bigint | undefined | null

    /**
     * Owner, as last emitted by OwnershipTransferred; null if never emitted.
     */
    @BytesColumn_({nullable: true})
    owner!: Uint8Array | undefined | null

    /**
     * Contract that it belongs to: the vault of a delegator, a slasher, a queue, an adapter or a rewards contract. Null: none, or not linked yet.
     */
    @BytesColumn_({nullable: true})
    parent!: Uint8Array | undefined | null
}
