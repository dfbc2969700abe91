import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, ManyToOne as ManyToOne_, Index as Index_} from "@subsquid/typeorm-store"
import {ContractKind} from "./_contractKind"
import {AvsMiddleware} from "./avsMiddleware.model"
import {MiddlewareSource} from "./_middlewareSource"

/**
 * A followed contract of an AVS, and how it was found.
 */
@Entity_()
export class MiddlewareContract {
    constructor(props?: Partial<MiddlewareContract>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * Address.
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
     * Address.
     */
    @BytesColumn_({nullable: false})
    address!: Uint8Array

    /**
     * What it is.
     */
    @Column_("varchar", {length: 27, nullable: false})
    kind!: ContractKind

    /**
     * Whose it is; null: not known, so its events count nowhere.
     */
    @Index_()
    @ManyToOne_(() => AvsMiddleware, {nullable: true})
    middleware!: AvsMiddleware | undefined | null

    /**
     * How it was found.
     */
    @Column_("varchar", {length: 12, nullable: false})
    foundBy!: MiddlewareSource
}
