import {Entity as Entity_, Column as Column_, PrimaryColumn as PrimaryColumn_, StringColumn as StringColumn_, IntColumn as IntColumn_, BytesColumn as BytesColumn_} from "@subsquid/typeorm-store"

/**
 * Account that may call one function for another (PermissionController).
 */
@Entity_()
export class Appointee {
    constructor(props?: Partial<Appointee>) {
        Object.assign(this, props)
    }

    /**
     * Version id.
     */
    @PrimaryColumn_()
    id!: string

    /**
     * `<account>-<appointee>-<target>-<selector>`.
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
     * Appointee.
     */
    @BytesColumn_({nullable: false})
    appointee!: Uint8Array

    /**
     * Contract that may be called.
     */
    @BytesColumn_({nullable: false})
    target!: Uint8Array

    /**
     * Selector of the function that may be called.
     */
    @BytesColumn_({nullable: false})
    selector!: Uint8Array
}
