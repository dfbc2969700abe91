import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, OneToMany as OneToMany_} from "@subsquid/typeorm-store"
import {ProtocolName} from "./_protocolName"
import {OperatorSet} from "./operatorSet.model"
import {AvsRegistration} from "./avsRegistration.model"
import {AvsMiddleware} from "./avsMiddleware.model"
import {Quorum} from "./quorum.model"

/**
 * An autonomous verifiable service: what restaked stake secures.
 */
@Entity_()
export class Avs {
    constructor(props?: Partial<Avs>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * AVS address in lower case.
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
     * AVS address (service manager).
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * EIGENLAYER if it ever named the AVS, else SYMBIOTIC. Deprecated: `protocols` has both.
     */
    @Column_("varchar", {length: 10, nullable: false})
    protocol!: ProtocolName

    /**
     * URI of the AVS's own description. Untrusted text, never fetched; U+0000 and lone surrogates removed.
     */
    @StringColumn_({nullable: true})
    metadataURI!: string | undefined | null

    /**
     * Contract called on registrations (AVSRegistrarSet); null: not set, the AVS itself is called.
     */
    @BytesColumn_({nullable: true})
    registrar!: Uint8Array | undefined | null

    /**
     * Block in which it was first seen.
     */
    @IntColumn_({nullable: false})
    firstSeenBlock!: number

    /**
     * Its operator sets.
     */
    @OneToMany_(() => OperatorSet, e => e.avs)
    operatorSets!: OperatorSet[]

    /**
     * Operators registered to it or to one of its sets.
     */
    @OneToMany_(() => AvsRegistration, e => e.avs)
    avsRegistrations!: AvsRegistration[]

    /**
     * Contracts by which it counts votes, on eigenlayer-middleware; none: not known.
     */
    @OneToMany_(() => AvsMiddleware, e => e.avs)
    middleware!: AvsMiddleware[]

    /**
     * Quorums in which it counts votes.
     */
    @OneToMany_(() => Quorum, e => e.avs)
    quorums!: Quorum[]
}
