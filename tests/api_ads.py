"""Ads that the tests of API, desk and commands share."""

FEE_AD = "Hotel staff for Vienna. Pay the processing fee of 300 EUR in advance to hold your place."
PLAIN_AD = "We are looking for a waiter for our hotel in Vienna. Written contract, five days a week."
