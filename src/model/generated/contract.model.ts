import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BigIntColumn as BigIntColumn_} from "@subsquid/typeorm-store"
import {ContractKind} from "./_contractKind"

/**
 * A contract whose logs are followed, from the configuration or found in the logs.
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
     * First block at which this version no longer holds; null while it does.
     */
    @IntColumn_({nullable: true})
    toBlock!: number | undefined | null

    /**
     * Contract address.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * What it is.
     */
    @Column_("varchar", {length: 21, nullable: false})
    kind!: ContractKind

    /**
     * Name in the deployment, or the event that revealed it.
     */
    @StringColumn_({nullable: false})
    name!: string

    /**
     * Implementation of the proxy, or behind the beacon, as Upgraded told; null if no event told it.
     */
    @BytesColumn_({nullable: true})
    implementation!: Uint8Array | undefined | null

    /**
     * Paused functions, a bit each (Pausable.paused); null if no event told them.
     */
    @BigIntColumn_({nullable: true})
    pausedStatus!: bigint | undefined | null

    /**
     * Owner, as OwnershipTransferred told; null if no event told one.
     */
    @BytesColumn_({nullable: true})
    owner!: Uint8Array | undefined | null
}
