import TidingsFeed

/// `org.varlink.service` (https://varlink.org/Service): what the service is and which interfaces it has.
enum ServiceInterface {
    static let names = ["org.varlink.service", FeedInterface.name]

    struct Info: Encodable {
        let vendor = "Tidings"
        let product = "tidingsd"
        let version = Release.version
        /// Tidings has no site of its own.
        let url = ""
        let interfaces = names
    }

    struct DescriptionParameters: MethodParameters {
        let interface: String
        static let names = ["interface"]
    }

    struct Description: Encodable {
        let description: String

        init(of interface: String) throws(FeedError) {
            switch interface {
            case FeedInterface.name: description = FeedInterface.description
            case names[0]: description = Self.service
            default: throw .refused(error: names[0] + ".InterfaceNotFound", parameter: interface)
            }
        }

        /// The interface as https://varlink.org/Service defines it.
        private static let service = """
            interface org.varlink.service

            method GetInfo() -> (vendor: string, product: string, version: string, url: string, interfaces: []string)
            method GetInterfaceDescription(interface: string) -> (description: string)

            error InterfaceNotFound (interface: string)
            error MethodNotFound (method: string)
            error MethodNotImplemented (method: string)
            error InvalidParameter (parameter: string)
            error PermissionDenied ()
            error ExpectedMore ()

            """
    }
}
