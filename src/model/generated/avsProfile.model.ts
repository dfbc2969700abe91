import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_} from "@subsquid/typeorm-store"
import {Avs} from "./avs.model"
import {ProtocolName} from "./_protocolName"

/**
 * What one protocol says of a service, besides EigenLayer, whose values are in Avs.
 */
@Entity_()
export class AvsProfile {
    constructor(props?: Partial<AvsProfile>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `symbiotic-<network>`.
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
     * Service: AVS, or network.
     */
    @Index_()
    @ManyToOne_(() => Avs, {nullable: true})
    avs!: Avs

    /**
     * Protocol.
     */
    @Column_("varchar", {length: 10, nullable: false})
    protocol!: ProtocolName

    /**
     * Block of its registration; null if only other events named it so far.
     */
    @IntColumn_({nullable: true})
    registeredAtBlock!: number | undefined | null

    /**
     * URI of the network's own description. Untrusted text, never fetched; U+0000 and lone surrogates removed.
     */
    @StringColumn_({nullable: true})
    metadataURI!: string | undefined | null

    /**
     * Only account that may slash for the network (NetworkMiddlewareService); null: none.
     */
    @BytesColumn_({nullable: true})
    middleware!: Uint8Array | undefined | null
}
