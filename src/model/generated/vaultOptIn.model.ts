import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_} from "@subsquid/typeorm-store"
import {Operator} from "./operator.model"

/**
 * An operator that opted in to a vault (Symbiotic core v1).
 */
@Entity_()
export class VaultOptIn {
    constructor(props?: Partial<VaultOptIn>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<operator>-<vault>`.
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
     * Operator.
     */
    @Index_()
    @ManyToOne_(() => Operator, {nullable: true})
    operator!: Operator

    /**
     * Address of the vault. An operator can opt in to any address that the vault factory made.
     */
    @BytesColumn_({nullable: false})
    vault!: Uint8Array
}
