import Configuration
import NIOPosix
import ServiceLifecycle
import CSystemd
