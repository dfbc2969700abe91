import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_, BooleanColumn as BooleanColumn_} from "@subsquid/typeorm-store"

/**
 * Account that may act for another in all matters (PermissionController).
 */
@Entity_()
export class Admin {
    constructor(props?: Partial<Admin>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<account>-<admin>`.
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
     * Account.
     */
    @BytesColumn_({nullable: false})
    account!: Uint8Array

    /**
     * Admin.
     */
    @BytesColumn_({nullable: false})
    admin!: Uint8Array

    /**
     * Whether it was proposed and has not accepted yet.
     */
    @BooleanColumn_({nullable: false})
    pending!: boolean
}
