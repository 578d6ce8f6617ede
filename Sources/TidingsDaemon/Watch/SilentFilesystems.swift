/// The file systems where changes made by others are not told to inotify: there, directories are compared again and again.
///
/// Numbers: statfs(2) and linux/magic.h.
enum SilentFilesystems {
    private static let names: [UInt64: String] = [
        0x6969: "NFS", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x517B: "SMB", 0x0102_1997: "9p",
        0x6573_5546: "FUSE", 0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x7375_7245: "Coda",
        0x0BD0_0BD0: "Lustre", 0x7461_636F: "OCFS2", 0x0116_1970: "GFS2", 0x786F_4256: "VirtualBox",
        0x4750_4653: "GPFS", 0x1983_0326: "BeeGFS", 0x6A65_6A63: "virtiofs",
    ]

    /// Its name, if a file system of this type is one of them.
    static func name(of type: UInt64) -> String? { names[type] }
}
