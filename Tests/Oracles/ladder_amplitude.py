"""|averaged propagator|^2, decorated and noncrossing, d = 3, p0 = (2,4,7)/24: energy integral on the line
0.4 above the axis with the free part taken out, G by its time integral. Good to 1e-6; numpy, scipy; two minutes."""
import numpy as np, scipy.special as sp
xs,ws=np.polynomial.legendre.leggauss(20); h=0.5; Np=200
ed=np.arange(Np+1)*h; t=((ed[:-1]+ed[1:])[:,None]/2+h/2*xs).ravel(); w=np.tile(h/2*ws,Np)
j3=sp.j0(2*t)**3*w
eps=0.4
E=np.arange(-150,150,0.02); z=E+1j*eps
def G(z):
    out=np.empty(len(z),complex)
    for a in range(0,len(z),500): out[a:a+500]=1j*(np.exp(1j*np.outer(z[a:a+500],t))@j3)
    return out
e0=(2*np.cos(2*np.pi*np.array([2,4,7])/24)).sum()
for eta in (.6,.8):
    gd=G(z); g=gd.copy()
    for k in range(40): 
        gn=G(z+eta**2*g)
        d=abs(gn-g).max(); g=gn
        if d<1e-13: break
    for T in (.5,1):
        tt=T/eta**2
        for s,x in (('dec',gd),('nc',g)):
            D=1/(e0-z-eta**2*x)-1/(e0-z)
            U=np.exp(-1j*e0*tt)+np.sum(np.exp(-1j*z*tt)*D)*0.02/(2j*np.pi)
            print(eta,T,s,abs(U)**2)
