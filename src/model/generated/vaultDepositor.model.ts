import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, ManyToOne as ManyToOne_, Index as Index_, BytesColumn as BytesColumn_} from "@subsquid/typeorm-store"
import {Vault} from "./vault.model"

/**
 * An account that may deposit to a vault with a whitelist.
 */
@Entity_()
export class VaultDepositor {
    constructor(props?: Partial<VaultDepositor>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<vault>-<account>`.
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
     * Account.
     */
    @BytesColumn_({nullable: false})
    account!: Uint8Array
}
