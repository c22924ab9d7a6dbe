"""The register check: is the agency that the ad names on the official licence list?"""
