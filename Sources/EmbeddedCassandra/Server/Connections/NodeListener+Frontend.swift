extension NodeListener: NodeFrontend {}
